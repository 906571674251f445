/**
 * Gives the owner of a read-only value the right to update it. Plain fields let all streams share one
 * hidden class; getters in an object literal would give each its own, and call sites would turn
 * megamorphic.
 */
export type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] }
