/**
 * A value that others may only read, for the one who keeps it up to date. Streams are made of these:
 * a getter in an object literal would give every object a shape of its own, and code that meets a
 * thousand shapes is slow and large.
 */
export type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] }
