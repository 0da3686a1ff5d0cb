/** The company that carries the parcels. Their service is not ours: it can be slow, busy, silent or wrong. */
export interface Carrier {
  /**
   * Buys a label. Asked again with the same key they answer the same label and take no money twice, for a day.
   * They stop working on it when the signal is aborted, or don't.
   * @throws CarrierBusy when it may work later, CarrierRefused when it never will
   */
  buyLabel(parcel: { address: string; weight_g: number }, options: { key: string; signal?: AbortSignal }): Promise<{ label: string }>
}

export class CarrierBusy extends Error {}

export class CarrierRefused extends Error {
  constructor(readonly reason: string) {
    super(`The carrier refuses: ${reason}`)
  }
}
