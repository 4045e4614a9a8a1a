/** Work that each account has a few places for, and all together have some more. */
export interface Places {
  /** Does it now. `busy`, at once: the places of the account, or all, are taken. */
  within<T>(account: string, work: () => Promise<T>): Promise<T | "busy">;
}

export function placesFor(ofOneAccount: number, inAll: number): Places {
  const taken = new Map<string, number>();
  let all = 0;
  return {
    async within(account, work) {
      const own = taken.get(account) ?? 0;
      if (all >= inAll || own >= ofOneAccount) return "busy";
      taken.set(account, own + 1);
      all += 1;
      try {
        return await work();
      } finally {
        const left = (taken.get(account) ?? 1) - 1;
        if (left === 0) taken.delete(account);
        else taken.set(account, left);
        all -= 1;
      }
    },
  };
}
