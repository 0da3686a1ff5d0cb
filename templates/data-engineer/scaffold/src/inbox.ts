import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

/** A delivery of the collector: `20260329T120000Z-0001.ndjson` says when it came, and the how-manieth it is. */
export interface Delivery {
  name: string
  deliveredAt: Date
}

const NAME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-\d{4}\.ndjson$/

/** What lies in a folder now, in order of name. Files with other names are not ours. */
export async function deliveriesIn(folder: string): Promise<Delivery[]> {
  return (await readdir(folder)).sort().flatMap((name) => {
    const [, year, month, day, hour, minute, second] = NAME.exec(name) ?? []
    return year === undefined ? [] : [{ name, deliveredAt: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) }]
  })
}

export const readDelivery = (folder: string, name: string) => readFile(path.join(folder, name), 'utf8')
