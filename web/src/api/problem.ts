import type { Reason } from '~/i18n/useReasons';

/** A refusal, as every service and the gateway say it (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  field?: string | null;
  errors?: { field: string; detail: string; code?: string; values?: Record<string, string> }[] | null;
  request_id?: string | null;
  reasons?: Reason[] | null; // why a price is refused
  lines?: { sku?: string; explanation?: string; reasons?: Reason[] | null }[] | null;
  currency?: string | null;
}

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }

  /** The stable name of the refusal: `insufficient-stock`. */
  get slug(): string {
    return slugOf(this.problem);
  }

  /** What is wrong with each field that is named, for a form to show it there. */
  get byField(): Record<string, string> {
    const { field, detail, errors } = this.problem;
    const found = errors?.length ? errors : field ? [{ field, detail }] : [];
    return Object.fromEntries(found.map((each) => [each.field, each.detail]));
  }
}

export function slugOf({ type }: Problem): string {
  return type.split('/').at(-1) ?? '';
}

export async function refusalOf(answer: Response): Promise<Refused> {
  const isProblem = answer.headers.get('content-type')?.includes('problem+json');
  const problem = isProblem ? ((await answer.json()) as Problem) : null;
  return new Refused(
    problem ?? { type: 'about:blank', title: answer.statusText, status: answer.status, detail: answer.statusText },
  );
}
