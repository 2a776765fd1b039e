import { useSearchParams } from 'react-router';

interface Address {
  read: (key: string) => string; // empty: not there
  write: (key: string, value: string) => void;
}

/** What a page is asked for, kept in its address, which can be sent to a colleague. */
export function useAddress(): Address {
  const [search, setSearch] = useSearchParams();
  return {
    read: (key) => search.get(key) ?? '',
    write: (key, value) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (value) next.set(key, value);
          else next.delete(key);
          return next;
        },
        { replace: true },
      ),
  };
}
