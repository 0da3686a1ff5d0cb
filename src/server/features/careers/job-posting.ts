import type { PublicJob } from '#contract/careers.ts'
import { minorDigits } from '#contract/money.ts'
import { renderMarkdown } from '#server/platform/http/html/markdown.ts'

const EMPLOYMENT_TYPES = { full_time: 'FULL_TIME', part_time: 'PART_TIME', contract: 'CONTRACTOR', internship: 'INTERN' } as const

/** The job for search engines, with the very text the page shows (schema.org/JobPosting). */
export function jobPosting(organization: { name: string; website: string }, job: PublicJob, url: string): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'JobPosting',
    title: job.title,
    description: renderMarkdown(job.description),
    datePosted: job.opened_at,
    employmentType: EMPLOYMENT_TYPES[job.employment_type],
    hiringOrganization: { '@type': 'Organization', name: organization.name, ...(organization.website ? { sameAs: organization.website } : {}) },
    identifier: { '@type': 'PropertyValue', name: organization.name, value: job.slug },
    ...place(job.location),
    ...salary(job),
    url,
    directApply: true,
  }
}

function place(location: string): object {
  if (!location) return {}
  const at = { jobLocation: { '@type': 'Place', address: { '@type': 'PostalAddress', addressLocality: location } } }
  return /\bremote\b/i.test(location) ? { jobLocationType: 'TELECOMMUTE', applicantLocationRequirements: { '@type': 'AdministrativeArea', name: location } } : at
}

function salary({ pay_range: pay }: PublicJob): object {
  if (!pay) return {}
  const major = (minor: number) => minor / 10 ** minorDigits(pay.min.currency)
  return {
    baseSalary: {
      '@type': 'MonetaryAmount',
      currency: pay.min.currency,
      value: { '@type': 'QuantitativeValue', minValue: major(pay.min.amount_minor), maxValue: major(pay.max.amount_minor), unitText: pay.period.toUpperCase() },
    },
  }
}
