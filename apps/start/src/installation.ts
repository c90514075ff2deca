import { resolve } from 'node:path';
import { migrate } from '@curfew/persistence';
import { isGiven, type Logger, type Settings } from '@curfew/platform';
import { choosePorts, type ChosenPorts } from './choose-ports.js';
import { commands } from './commands.js';
import { lockDataFolder } from './data-folder.js';
import { demandRunningRole, embeddedRoles, givenRoles, type DatabaseRoles } from './database-roles.js';
import { keptEncryptionKey } from './encryption-key.js';
import { aborted, healthy } from './readiness.js';
import { needsDataFolder, startServers, type Servers } from './servers.js';
import { Supervised } from './supervised.js';
import type { Welcome } from './welcome.js';

/** All of Curfew on this machine: the servers, the schema and the processes. */
export class Installation {
  readonly #stopping = new AbortController();
  readonly #dataDir: string;
  #starting: Promise<Welcome> | undefined;
  #unlock: (() => Promise<void>) | undefined;
  #servers: Servers | undefined;
  #processes: readonly Supervised[] = [];

  constructor(
    private readonly settings: Settings,
    private readonly env: NodeJS.ProcessEnv,
    private readonly log: Logger,
  ) {
    this.#dataDir = resolve(settings.dataDir);
  }

  /** Starts everything. Answers what to tell the user once api and gateway are healthy and the worker has said that it is ready; rejects after a minute. */
  start(): Promise<Welcome> {
    return (this.#starting ??= this.#start());
  }

  /** Starts api, gateway and worker again, in place. */
  async restart(): Promise<void> {
    await Promise.all(this.#processes.map((each) => each.restart()));
  }

  /** Ends the processes (4 s, then by force), then the servers. When 4.8 s are over, what is left is killed. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('told to stop'));
    const late = setTimeout(() => {
      this.#servers?.kill();
      process.exit(1);
    }, LIMIT);
    await this.#starting?.catch(() => undefined);
    await Promise.all(this.#processes.map((each) => each.stop()));
    await this.#servers?.stop();
    await this.#unlock?.();
    clearTimeout(late);
  }

  async #start(): Promise<Welcome> {
    const began = performance.now();
    const { settings, log } = this;
    demandRunningRole(settings);
    const embedded = needsDataFolder(settings);
    if (embedded) this.#unlock = await lockDataFolder(this.#dataDir);
    const ports = await choosePorts({ settings, isGiven: (key) => isGiven(this.env, key) });
    this.#servers = await startServers({ settings, dataDir: this.#dataDir, log });
    this.#stopping.signal.throwIfAborted();
    const { migrationUrl: url, databaseUrl, running } = await this.#roles(this.#servers);
    const { setUpSecret } = await migrate({ url, running, log: (line) => log.info(line) });
    this.#stopping.signal.throwIfAborted();
    await this.#startProcesses(ports, { databaseUrl, redisUrl: this.#servers.redisUrl });
    return {
      address: settings.publicUrl ?? `http://localhost:${ports.apiPort}`,
      setUpSecret: settings.adminEmail === undefined ? setUpSecret : undefined,
      dataDir: embedded ? this.#dataDir : undefined,
      metrics: metricsOf(settings.metricsHost, ports.metricsPort),
      notes: ports.notes,
      seconds: (performance.now() - began) / 1000,
    };
  }

  #roles({ databaseUrl }: Servers): Promise<DatabaseRoles> {
    return this.settings.databaseUrl === undefined ? embeddedRoles(databaseUrl, this.#dataDir) : givenRoles(databaseUrl, this.settings);
  }

  async #startProcesses(ports: ChosenPorts, urls: Pick<Servers, 'databaseUrl' | 'redisUrl'>): Promise<void> {
    const encryptionKeyFile = await keptEncryptionKey(this.#dataDir, this.settings);
    const all = commands(this.env, { ...ports, ...urls, dataDir: this.#dataDir, encryptionKeyFile });
    this.#processes = all.map((command) => new Supervised(command, this.log));
    const patience = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(PATIENCE)]);
    await Promise.race([this.#ready(ports, patience), aborted(patience)]);
  }

  async #ready({ apiPort, gatewayPort }: ChosenPorts, patience: AbortSignal): Promise<void> {
    await Promise.all(this.#processes.map((each) => each.ready));
    await Promise.all([apiPort, gatewayPort].map((port) => healthy(port, patience)));
  }
}

const LIMIT = 4800;
const PATIENCE = 60_000;

const metricsOf = (host: string, port: number): string => {
  const at = host.includes(':') ? `[${host}]` : host;
  return `http://${at}:${port}/metrics  (gateway ${port + 1}, worker ${port + 2})`;
};
