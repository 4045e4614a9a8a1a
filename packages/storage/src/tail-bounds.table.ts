/**
 * The longest tail of changes that is read at once. Whoever is further behind loads the realm, which costs what the
 * realm is, and not what was done to it since.
 */
export const tailBounds = { changes: 1000, bytes: 8 << 20 } as const;
