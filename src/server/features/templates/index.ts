/** The front door of templates: the gallery, and a process file in and out. */
export { checkFilesOf, type ChecksFile, checksOf, hiddenFilesOf, parseChecks } from './checks-file.ts'
export { gallery, galleryTemplate, starterFilesOf, type StarterFile } from './gallery.ts'
export { freeSlug, slugify } from './keys.ts'
export { parseProcess, type ParsedProcess } from './parse-process.ts'
export { processFile } from './process-file.ts'
export { referenceCriteriaOf, sampleById, type SampleFile, sampleFile, samplesOf, type SampleSubmission } from './samples.ts'
export { writeProcess } from './write-process.ts'
