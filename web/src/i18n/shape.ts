/** The same tree with any text at its leaves: what a second language must have. */
export type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };
