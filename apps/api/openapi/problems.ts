const CONTENT = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};

/** How every error looks. */
export const PROBLEM_SCHEMAS = {
  Problem: {
    type: 'object',
    description: 'Problem details (RFC 9457)',
    required: ['type', 'title', 'status', 'code', 'detail', 'instance'],
    properties: {
      type: { type: 'string', example: 'urn:belltower:phonebook.name-taken' },
      title: { type: 'string', example: 'Conflict' },
      status: { type: 'integer', example: 409 },
      code: {
        type: 'string',
        description: 'Stable; for programs',
        example: 'phonebook.name-taken',
      },
      detail: { type: 'string', description: 'A sentence for people' },
      instance: { type: 'string', example: '/api/v1/phonebooks' },
      errors: { type: 'array', items: { $ref: '#/components/schemas/FieldProblem' } },
    },
  },
  FieldProblem: {
    type: 'object',
    description: 'One broken rule',
    required: ['field', 'message'],
    properties: {
      field: { type: 'string', example: 'name' },
      message: { type: 'string', example: 'Name must be longer than or equal to 1 characters' },
    },
  },
};

const GUARDED = {
  401: { description: 'Nobody is signed in, or the key is not valid.', content: CONTENT },
  403: { description: 'The role does not allow it.', content: CONTENT },
};

/** How a route can fail, besides what is its own. */
export const PROBLEM_RESPONSES = (open: boolean) => ({
  ...(open ? {} : GUARDED),
  404: { description: 'There is no such thing in this account.', content: CONTENT },
  409: { description: 'The present state forbids it.', content: CONTENT },
  422: { description: 'The request breaks a rule; `errors` says which.', content: CONTENT },
  429: { description: 'Too many requests; `Retry-After` says how long to wait.', content: CONTENT },
});
