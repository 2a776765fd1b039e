/** For whom and for what a rule is; empty is any. */
export interface Scope {
  family: string;
  segment: string;
  customer: string;
  channel: string;
}

export const ANY: Scope = { family: '', segment: '', customer: '', channel: '' };

/** The scope as services take it: what is left open is left out. */
export function scopeBody({ family, segment, customer, channel }: Scope) {
  return {
    family_code: family.trim() || null,
    segment: segment.trim() || null,
    customer_id: customer || null,
    channel: channel.trim() || null,
  };
}

interface Scoped {
  family_code: string | null;
  segment: string | null;
  customer_id?: string | null;
  channel: string | null;
}

export function scopeOf(it: Scoped): Scope {
  return {
    family: it.family_code ?? '',
    segment: it.segment ?? '',
    customer: it.customer_id ?? '',
    channel: it.channel ?? '',
  };
}

/** Today, as a date field has it. */
export const today = () => new Date().toISOString().slice(0, 10);
