import { FAULTS, type Fault } from '../fault-table.ts'
import { control } from './control.ts'

/** The simulator itself: its clock, its log, its faults. */
export const processControls = {
  faults: control({
    method: 'GET',
    path: '/faults',
    about:
      'All that can go wrong on demand: names, labels, fields. POST to /simulator/faults/{name} causes one.',
    fields: {},
    run: () =>
      Object.entries(FAULTS).map(([name, fault]: [string, Fault]) => {
        const { group, label, en, zh, fields } = fault
        return { name, group, label, en, zh, fields }
      }),
  }),
  advance: control({
    method: 'POST',
    path: '/clock',
    about:
      'Moves the simulator’s clock; answers when all deliveries that became due were answered.',
    fields: {
      advance: { type: 'integer', min: 0, max: 316_224_000, required: true, about: 'In seconds.' },
    },
    run: async (target, { advance }) => {
      await target.advance(advance)
      return { advanced: advance }
    },
  }),
  log: control({
    method: 'GET',
    path: '/log',
    about: 'The last calls, oldest first, at most 1000.',
    fields: { after: { type: 'integer', about: 'Only entries with a higher id; default 0.' } },
    run: (target, { after = 0 }) => target.entries(after),
  }),
}
