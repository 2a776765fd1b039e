import { refusalOf } from './problem';

/** Ask at a door that opens to the secret of a link, without an account. @throws Refused */
export async function askByLink(
  door: 'offer' | 'rfq',
  path: string,
  secret: string,
  body?: unknown,
): Promise<Response> {
  const answer = await fetch(`/${door}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      [`${door}-token`]: secret,
      accept: 'application/json, application/pdf',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw await refusalOf(answer);
  return answer;
}
