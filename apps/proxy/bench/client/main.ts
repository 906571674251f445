import { commandSchema } from './messages.ts'
import { run } from './run.ts'
import { compare, createHold } from './hold.ts'

/** The load generator: one process on bare sockets, told over its IPC channel what to do. */
const hold = createHold()

process.on('message', async (message: unknown) => {
  const command = commandSchema.parse(message)
  switch (command.kind) {
    case 'run':
      return process.send?.(await run(command))
    case 'open':
      return process.send?.(await hold.open(command.address, command.streams, command.stall))
    case 'finish-one':
      return process.send?.(await hold.finishOne())
    case 'finish-all':
      return process.send?.(await hold.finishAll())
    case 'drop':
      return process.send?.(hold.drop(command.some))
    case 'compare':
      return process.send?.(await compare(command.address, command.streams))
  }
})
process.on('disconnect', () => process.exit(0))
