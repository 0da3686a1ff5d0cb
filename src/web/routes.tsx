import { createRootRoute, createRoute, createRouter, lazyRouteComponent, type RouteComponent } from '@tanstack/react-router'
import { InvitationPage, SetupPage, SignInPage, SignUpPage } from './pages/team/entry.tsx'
import { JobsPage } from './pages/team/jobs.tsx'
import { readAhead } from './pages/team/review-ahead.ts'
import { NotFound, Shell } from './pages/team/shell.tsx'

const job = lazyRouteComponent(() => import('./pages/team/job.tsx'), 'JobPage')
const application = lazyRouteComponent(() => import('./pages/team/application.tsx'), 'ApplicationPage')
const review = lazyRouteComponent(() => import('./pages/team/review.tsx'), 'ReviewPage')
const interview = lazyRouteComponent(() => import('./pages/team/interview.tsx'), 'InterviewPage')
const calibration = () => import('./pages/team/calibration.tsx')
const starters = lazyRouteComponent(() => import('./pages/team/starters.tsx'), 'StartersPage')
const starter = lazyRouteComponent(() => import('./pages/team/starter.tsx'), 'StarterPage')
const mine = () => import('./pages/team/mine.tsx')
const office = () => import('./pages/team/office.tsx')

const root = createRootRoute({ notFoundComponent: NotFound })
const team = createRoute({ getParentRoute: () => root, id: 'team', component: Shell })
const entry = <P extends string>(path: P, component: () => React.ReactNode) => createRoute({ getParentRoute: () => root, path, component })
const page = <P extends string>(path: P, component: RouteComponent) => createRoute({ getParentRoute: () => team, path, component })
const reviewing = createRoute({ getParentRoute: () => team, path: '/reviews/$id', component: review, shouldReload: false, loader: ({ params }) => void readAhead(params.id).catch(() => undefined) })

export const router = createRouter({
  basepath: '/app',
  routeTree: root.addChildren([
    entry('/sign-in', SignInPage),
    entry('/sign-up', SignUpPage),
    entry('/setup', SetupPage),
    entry('/invitation', InvitationPage),
    team.addChildren([
      page('/', JobsPage),
      page('/jobs/$id', job),
      page('/applications/$id', application),
      page('/reviews', lazyRouteComponent(mine, 'MyReviewsPage')),
      reviewing,
      page('/calibration', lazyRouteComponent(calibration, 'CalibrationPage')),
      page('/calibration/$id', lazyRouteComponent(calibration, 'SamplePage')),
      page('/interviews', lazyRouteComponent(mine, 'MyInterviewsPage')),
      page('/interviews/$id/$stage', interview),
      page('/times', lazyRouteComponent(mine, 'TimesPage')),
      page('/starters', starters),
      page('/starters/$id', starter),
      page('/account', lazyRouteComponent(office, 'AccountPage')),
      page('/payouts', lazyRouteComponent(office, 'PayoutsPage')),
      page('/activity', lazyRouteComponent(office, 'ActivityPage')),
      page('/members', lazyRouteComponent(office, 'MembersPage')),
      page('/organization', lazyRouteComponent(office, 'OrganizationPage')),
      page('/tokens', lazyRouteComponent(office, 'TokensPage')),
      page('/mailbox', lazyRouteComponent(office, 'MailboxPage')),
    ]),
  ]),
})
