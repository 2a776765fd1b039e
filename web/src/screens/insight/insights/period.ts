export interface Asked {
  from?: string;
  until?: string; // the first day that no longer counts
}
