export { setSentences } from './feed.ts'
