import { originalityOps } from '#contract/originality.ts'
import { type Feature, onOuter } from '#server/platform/feature.ts'
import { showOriginality } from './show-originality.ts'
import { takeFingerprints } from './take-fingerprints.ts'

export const originality: Feature = {
  name: 'originality',
  routes: [onOuter(originalityOps.getOriginality, (ctx, { params }) => showOriginality(ctx, params.id))],
  effects: { 'submission.sealed': (ctx, e) => takeFingerprints(ctx, e.data.submission_id) },
}
