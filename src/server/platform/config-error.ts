/** A setting that can't be used, with its name. */
export class ConfigError extends Error {}
