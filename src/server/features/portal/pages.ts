import type { PageRoutes } from '#server/platform/feature.ts'
import { applicationRoutes } from './application-routes.ts'
import { assignmentRoutes } from './assignment-routes.ts'
import { feedbackRoutes } from './feedback-routes.ts'
import { interviewRoutes } from './interview-routes.ts'
import { offerRoutes } from './offer-routes.ts'
import { payRoutes } from './pay-routes.ts'
import { practiceRoutes } from './practice-routes.ts'
import { refereeRoutes } from './referee-routes.ts'
import { referencesRoutes } from './references-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'

/** The pages of candidates, and of the referees they name. */
export const pages: PageRoutes = (app, site) => {
  signInRoutes(app, site)
  applicationRoutes(app, site)
  assignmentRoutes(app, site)
  payRoutes(app, site)
  practiceRoutes(app, site)
  feedbackRoutes(app, site)
  interviewRoutes(app, site)
  referencesRoutes(app, site)
  offerRoutes(app, site)
  refereeRoutes(app, site)
}
