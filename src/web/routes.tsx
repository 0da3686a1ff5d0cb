import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { InvitationPage, SetupPage, SignInPage, SignUpPage } from './pages/team/entry.tsx'
import { JobPage } from './pages/team/job.tsx'
import { JobsPage } from './pages/team/jobs.tsx'
import { ApplicationPage } from './pages/team/application.tsx'
import { InterviewPage } from './pages/team/interview.tsx'
import { ReviewPage } from './pages/team/review.tsx'
import { MyInterviewsPage, MyReviewsPage, TimesPage } from './pages/team/mine.tsx'
import { ActivityPage, MailboxPage, MembersPage, OrganizationPage, PayoutsPage, TokensPage } from './pages/team/office.tsx'
import { NotFound, Shell } from './pages/team/shell.tsx'

const root = createRootRoute({ notFoundComponent: NotFound })
const team = createRoute({ getParentRoute: () => root, id: 'team', component: Shell })
const entry = <P extends string>(path: P, component: () => React.ReactNode) => createRoute({ getParentRoute: () => root, path, component })
const page = <P extends string>(path: P, component: () => React.ReactNode) => createRoute({ getParentRoute: () => team, path, component })

export const router = createRouter({
  basepath: '/app',
  routeTree: root.addChildren([
    entry('/sign-in', SignInPage),
    entry('/sign-up', SignUpPage),
    entry('/setup', SetupPage),
    entry('/invitation', InvitationPage),
    team.addChildren([
      page('/', JobsPage),
      page('/jobs/$id', JobPage),
      page('/applications/$id', ApplicationPage),
      page('/reviews', MyReviewsPage),
      page('/reviews/$id', ReviewPage),
      page('/interviews', MyInterviewsPage),
      page('/interviews/$id/$stage', InterviewPage),
      page('/times', TimesPage),
      page('/payouts', PayoutsPage),
      page('/activity', ActivityPage),
      page('/members', MembersPage),
      page('/organization', OrganizationPage),
      page('/tokens', TokensPage),
      page('/mailbox', MailboxPage),
    ]),
  ]),
})
