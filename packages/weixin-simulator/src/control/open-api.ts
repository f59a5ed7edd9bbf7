import { FAULTS } from './fault-table.ts'
import type { Field, Fields } from './fields.ts'
import { CONTROLS } from './table.ts'
import type { Control } from './table/control.ts'

type Schema = Record<string, unknown>

function schemaOf(field: Field): Schema {
  const { about: description } = field
  switch (field.type) {
    case 'string':
      return { type: 'string', description, ...(field.oneOf && { enum: field.oneOf }) }
    case 'integer':
      return {
        type: 'integer',
        description,
        ...(field.min !== undefined && { minimum: field.min }),
        ...(field.max !== undefined && { maximum: field.max }),
      }
    case 'strings':
      return {
        type: field.nullable ? ['array', 'null'] : 'array',
        items: { type: 'string' },
        description,
      }
    case 'objects':
      return { type: 'array', items: { type: 'object' }, description }
    case 'boolean':
    case 'object':
      return { type: field.type, description }
  }
}

function bodyOf(fields: Fields, inPath: readonly string[]): Schema {
  const own = Object.entries(fields).filter(([name]) => !inPath.includes(name))
  const required = own.filter(([, { required: isNeeded }]) => isNeeded).map(([name]) => name)
  return {
    required: true,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          additionalProperties: false,
          properties: Object.fromEntries(own.map(([name, field]) => [name, schemaOf(field)])),
          ...(required.length > 0 && { required }),
        },
      },
    },
  }
}

const parameter = (name: string, field: Field, place: 'path' | 'query'): Schema => ({
  name,
  in: place,
  required: place === 'path',
  description: field.about,
  schema: schemaOf(field),
})

const RESPONSES: Schema = {
  200: { description: 'Done.', content: { 'application/json': {} } },
  400: {
    description: 'A field is wrong, or WeChat would not do it.',
    content: {
      'application/json': {
        schema: { type: 'object', properties: { error: { type: 'string' } } },
      },
    },
  },
}

function operationOf(name: string, { method, path, about, fields }: Control): Schema {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, one = '']) => one)
  const shown = Object.entries(fields).filter(([one]) => method === 'GET' || inPath.includes(one))
  return {
    operationId: name,
    summary: about,
    parameters: shown.map(([one, field]) =>
      parameter(one, field, inPath.includes(one) ? 'path' : 'query'),
    ),
    ...(method !== 'GET' && { requestBody: bodyOf(fields, inPath) }),
    responses: RESPONSES,
  }
}

/** The controls and the faults as an OpenAPI 3.1 document. */
export function openApi(url: string): Schema {
  const paths: Record<string, Record<string, Schema>> = {}
  const add = (path: string, method: string, operation: Schema): void => {
    paths[path] = { ...paths[path], [method]: operation }
  }
  const all: [string, Control][] = Object.entries(CONTROLS)
  for (const [name, control] of all)
    add(`/simulator${control.path}`, control.method.toLowerCase(), operationOf(name, control))
  for (const [name, { en, zh, fields }] of Object.entries(FAULTS)) {
    add(`/simulator/faults/${name}`, 'post', {
      operationId: `fault:${name}`,
      tags: ['faults'],
      summary: en,
      description: zh,
      requestBody: bodyOf(fields, []),
      responses: RESPONSES,
    })
  }
  add('/simulator/events', 'get', {
    operationId: 'events',
    summary: 'Each new log entry as a server-sent event; its id is the entry’s.',
    parameters: [
      {
        name: 'after',
        in: 'query',
        required: false,
        description: 'The last entry that the reader has; Last-Event-ID does the same.',
        schema: { type: 'integer' },
      },
    ],
    responses: { 200: { description: 'A stream.', content: { 'text/event-stream': {} } } },
  })
  return {
    openapi: '3.1.0',
    info: {
      title: 'weixin-simulator: controls',
      version: '1',
      description:
        'What a test or a person may do to the simulated WeChat. null stands for an absent field. Beyond loopback, send the token as Authorization: Bearer ….',
    },
    servers: [{ url }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{}, { token: [] }],
    paths,
  }
}
