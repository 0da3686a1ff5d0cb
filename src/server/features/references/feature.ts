import { referenceOps } from '#contract/references.ts'
import { type Feature, on } from '#server/platform/feature.ts'
import { bookReferenceCall, refereePage } from './book-call.ts'
import { referenceMails } from './mails.ts'
import { nameReferees } from './name-referees.ts'
import { completeReference, getPortalReferences, getReferences, saveNotes } from './note-call.ts'

export const references: Feature = {
  name: 'references',
  routes: [
    on(referenceOps.getReferences, (tx, { params }) => getReferences(tx, params.id)),
    on(referenceOps.saveReferenceNotes, (tx, { params, body }) => saveNotes(tx, params.id, body)),
    on(referenceOps.completeReference, (tx, { params }) => completeReference(tx, params.id)),
    on(referenceOps.getPortalReferences, (tx, { params }) => getPortalReferences(tx, params.id)),
    on(referenceOps.nameReferees, (tx, { params, body }, ctx) => nameReferees(tx, ctx, params.id, body.referees)),
    on(referenceOps.getRefereePage, (tx, { params }) => refereePage(tx, params.token)),
    on(referenceOps.bookReferenceCall, (tx, { params, body }) => bookReferenceCall(tx, params.token, body)),
  ],
  mails: referenceMails,
  sentences: {
    'referees.named': (e) => `named ${e.data.count} referees`,
    'reference.invited': () => 'invited a referee',
    'reference.booked': () => 'a referee booked a call',
    'reference.released': () => 'let a referee know that no call is needed',
    'reference.noted': () => 'wrote notes of a reference call',
    'reference.completed': () => 'completed a reference',
  },
}
