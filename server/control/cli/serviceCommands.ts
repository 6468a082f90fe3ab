/** Commands that make the server start with the machine. */
import { describeService, serviceKeeper } from '../service/service.ts'
import { doSteps } from '../service/steps.ts'
import { type Command, optional } from './command.ts'
import { say } from './terminal.ts'

const report = (code: string, what: string) => say(code, { what })

export const installServiceCommand: Command = {
  name: 'service install',
  usage: '[--account NAME]',
  example: 'sudo PORT=80 DATA_DIR=/srv/yiping yiping service install --account yiping',
  options: { account: 'NAME' },
  most: 0,
  run(input) {
    const keeper = serviceKeeper()
    doSteps(keeper.install(describeService(process.env), optional(input, 'account')), report)
    say('service-installed')
    say(keeper.about)
    return Promise.resolve(0)
  },
}

export const removeServiceCommand: Command = {
  name: 'service remove',
  usage: '',
  example: 'sudo yiping service remove',
  options: {},
  most: 0,
  run() {
    const steps = serviceKeeper().remove()
    doSteps(steps, report)
    say(steps.length > 0 ? 'service-removed' : 'service-not-installed')
    return Promise.resolve(0)
  },
}
