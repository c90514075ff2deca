import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { BrowserRouter, Navigate, Route, Routes, useLocation, useNavigate } from 'react-router';

import { cache } from './account/cache.js';
import { disconnect } from './account/connection.js';
import { isOutside } from './account/outside.js';
import { forgetSignedIn, wasSignedIn, whenLeft } from './account/signed-out.js';
import { ActiveSessionsPage } from './active-sessions/active-sessions-page.js';
import { interrupt } from './announce.js';
import { loseDrafts } from './drafts.js';
import { AdministratorsOnly } from './frame/administrators-only.js';
import { Frame } from './frame/frame.js';
import { adminPage, lazyPage } from './frame/lazy-page.js';
import { LiveRegion } from './frame/live-region.js';
import { Rescue } from './frame/rescue.js';
import { pageConfig } from './page-config.js';
import { resolver, theme } from './theme/theme.js';
import { words } from './words/i18n.js';

// Every page but the first is a part of its own.
const SignInPage = lazy(() => import('./sign-in/sign-in-page.js').then((page) => ({ default: page.SignInPage })));
const SignUpPage = lazy(() => import('./sign-in/sign-up-page.js').then((page) => ({ default: page.SignUpPage })));
const SetUpPage = lazy(() => import('./sign-in/set-up-page.js').then((page) => ({ default: page.SetUpPage })));
const SignedOutPage = lazy(() => import('./sign-in/signed-out-page.js').then((page) => ({ default: page.SignedOutPage })));
const SessionPage = lazyPage(() => import('./session/session-page.js').then((page) => page.SessionPage));
const ActivityPage = lazyPage(() => import('./activity/activity-page.js').then((page) => page.ActivityPage));
const BlockedDevicesPage = lazyPage(() => import('./blocked-devices/blocked-devices-page.js').then((page) => page.BlockedDevicesPage));
const ProfilePage = lazyPage(() => import('./profile/profile-page.js').then((page) => page.ProfilePage));
const OverviewPage = adminPage(() => import('./admin/overview/overview-page.js').then((page) => page.OverviewPage));
const AllSessionsPage = adminPage(() => import('./admin/sessions/all-sessions-page.js').then((page) => page.AllSessionsPage));
const RevocationsPage = adminPage(() => import('./admin/revocations/revocations-page.js').then((page) => page.RevocationsPage));
const UsersPage = adminPage(() => import('./admin/users/users-page.js').then((page) => page.UsersPage));
const UserPage = adminPage(() => import('./admin/users/user-page.js').then((page) => page.UserPage));
const AuditPage = adminPage(() => import('./admin/audit/audit-page.js').then((page) => page.AuditPage));
const PoliciesPage = adminPage(() => import('./admin/policies/policies-page.js').then((page) => page.PoliciesPage));
const ApiKeysPage = adminPage(() => import('./admin/api-keys/api-keys-page.js').then((page) => page.ApiKeysPage));
const InvitationPage = lazy(() => import('./sign-in/invitation-page.js').then((page) => ({ default: page.InvitationPage })));
const NothingPage = lazy(() => import('./frame/nothing-page.js').then((page) => ({ default: page.NothingPage })));

/** The whole page. */
export const App = () => (
  <MantineProvider theme={theme} cssVariablesResolver={resolver} defaultColorScheme="auto" getStyleNonce={() => pageConfig.nonce}>
    <QueryClientProvider client={cache}>
      <BrowserRouter>
        <LiveRegion />
        <Rescue>
          <Departure>
            <Suspense fallback={null}>
              <Places />
            </Suspense>
          </Departure>
        </Rescue>
      </BrowserRouter>
    </QueryClientProvider>
  </MantineProvider>
);

const Places = () => (
  <Routes>
    <Route path="/sign-in" element={<SignInPage />} />
    <Route path="/sign-up" element={<SignUpPage />} />
    <Route path="/set-up" element={<SetUpPage />} />
    <Route path="/invitation" element={<InvitationPage />} />
    <Route path="/signed-out" element={<SignedOutPage />} />
    <Route element={<Frame />}>
      <Route index element={<Navigate to="/sessions" replace />} />
      <Route path="/sessions" element={<ActiveSessionsPage />} />
      <Route path="/sessions/:id" element={<SessionPage />} />
      <Route path="/activity" element={<ActivityPage />} />
      <Route path="/blocked-devices" element={<BlockedDevicesPage />} />
      <Route path="/profile" element={<ProfilePage />} />
      <Route path="/admin" element={<AdministratorsOnly />}>
        <Route index element={<OverviewPage />} />
        <Route path="sessions" element={<AllSessionsPage />} />
        <Route path="revocations" element={<RevocationsPage />} />
        <Route path="users" element={<UsersPage />} />
        <Route path="users/:id" element={<UserPage />} />
        <Route path="audit" element={<AuditPage />} />
        <Route path="policies" element={<PoliciesPage />} />
        <Route path="api-keys" element={<ApiKeysPage />} />
      </Route>
      <Route path="*" element={<NothingPage />} />
    </Route>
  </Routes>
);

// The moment this browser is signed out nothing of the account is left on the page, in memory, or behind the Back button.
const Departure = ({ children }: { readonly children: ReactNode }) => {
  const navigate = useNavigate();
  const { key } = useLocation();
  // The history entry that was left: nothing is drawn until the next one is there.
  const [gone, setGone] = useState<string | null>(null);
  useEffect(
    () =>
      whenLeft((why) => {
        const wanted = window.location.pathname + window.location.search;
        if (isOutside(wanted)) return;
        // First off the screen, then out of memory: what is still drawn would ask for it again.
        flushSync(() => setGone(key));
        loseDrafts();
        disconnect();
        cache.clear();
        const was = wasSignedIn();
        forgetSignedIn();
        if (why.kind === 'unknown' && !was) {
          void navigate('/sign-in', { replace: true, state: wanted === '/' ? null : { wanted } });
          return;
        }
        if (why.kind !== 'own') interrupt(words.t('out.announced'));
        void navigate('/signed-out', { replace: true, state: why });
      }),
    [navigate, key],
  );
  return gone === key ? null : children;
};
