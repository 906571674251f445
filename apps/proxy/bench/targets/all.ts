import { askdesk, askdeskOpenAi } from './askdesk.ts'
import { direct } from './direct.ts'
import { nginx } from './nginx.ts'
import { fastifyHttpProxy, nodeDispatch, nodePipe } from './plain-node.ts'
import { portkey } from './portkey.ts'
import type { Target } from './target.ts'

export const targets: readonly Target[] = [
  direct,
  nginx,
  askdesk,
  askdeskOpenAi,
  nodeDispatch,
  nodePipe,
  fastifyHttpProxy,
  portkey,
]
