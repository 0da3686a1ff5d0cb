import { screeningEnabled } from './application.ts'
import type { StageType } from './stage-type.ts'

/** The form has been sent when somebody is in this stage; what is left is a person's look at it. */
export const applicationFormStage: StageType<'application_form'> = {
  type: 'application_form',
  autoAdvance: true,
  onEnter: () => Promise.resolve(),
  status: (_tx, a) => {
    const screened = !screeningEnabled(a.application.process)
    return Promise.resolve({
      complete: screened,
      canAdvance: true,
      missing: screened ? [] : ['Somebody reads the application and decides.'],
      waitingOn: screened ? ('nobody' as const) : ('team' as const),
      dueAt: null,
      teamSummary: screened ? 'Application received' : 'Waits to be read',
      candidateSummary: `A person at ${a.application.organization.name} is reading your application.`,
    })
  },
}
