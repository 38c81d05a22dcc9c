/**
 * Parts of a header value between separators that stand neither in a quoted string nor in angle brackets
 * (RFC 3261 §7.3.1). Parts are trimmed; empty ones stay. Null where a quote or bracket is left open.
 */
export function splitOutside(text: string, separator: ',' | ';' | ' '): string[] | null {
  const parts: string[] = [];
  let from = 0;
  let quoted = false;
  let inBrackets = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (quoted) {
      if (sign === '\\') at++;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '<') inBrackets = true;
    else if (sign === '>') inBrackets = false;
    else if (sign === separator && !inBrackets) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  if (quoted || inBrackets) return null;
  parts.push(text.slice(from).trim());
  return parts;
}

/** `name=value` parameters, names in lower case, quoted values without their quotes; one without a value is ''. */
export function parametersOf(parts: readonly string[]): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const part of parts) {
    const equals = part.indexOf('=');
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase();
    if (name && !parameters.has(name))
      parameters.set(name, equals < 0 ? '' : unquoted(part.slice(equals + 1).trim()));
  }
  return parameters;
}

/** The content of a quoted string; anything else as it is. */
export function unquoted(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(.)/g, '$1');
}

/** A quoted string (RFC 3261 §25.1) with this content. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
