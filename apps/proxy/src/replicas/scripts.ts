/**
 * Writes a stretch of a run, and tells those who listen, in one step. It only ever continues what
 * is there; where that is not what the writer thought (a time-out after all done, a server that came
 * back empty or with an old copy), it says so and the writer goes on from there.
 *
 * KEYS: the run, its segment; at the end all other segments too.
 */
export const writeScript = `
local from, bytes, place, to, start, state = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local kept = redis.call('HMGET', KEYS[1], 'end', 'state')
if kept[1] then
  if kept[2] ~= 'running' then return {'over', kept[1]} end
  local begins = from == start and tonumber(kept[1]) < tonumber(from)
  if kept[1] ~= from and not begins then return {'elsewhere', kept[1]} end
elseif from ~= start then
  return {'lost', '0'}
end
if not kept[1] then redis.call('HSET', KEYS[1], 'owner', ARGV[9], 'replica', ARGV[10]) end
if ARGV[11] ~= '' then redis.call('HSET', KEYS[1], 'about', ARGV[11]) end
redis.call('HSET', KEYS[1], 'start', start, 'end', to, 'state', state, 'at', ARGV[12])
if #bytes > 0 then redis.call('SETRANGE', KEYS[2], place, bytes) end
for _, key in ipairs(KEYS) do redis.call('PEXPIRE', key, ARGV[7]) end
redis.call('PUBLISH', ARGV[8], from .. ' ' .. state .. '\\n' .. bytes)
return {'ok', to}
`

/**
 * Ends a run whose replica is gone. The first who does so wins; a replica that is alive after all
 * keeps its run.
 *
 * KEYS: the run, the replica's sign of life, all segments.
 */
export const finalizeScript = `
local kept = redis.call('HMGET', KEYS[1], 'end', 'state')
if not kept[1] or kept[2] ~= 'running' then return 'over' end
if redis.call('EXISTS', KEYS[2]) == 1 then return 'alive' end
if kept[1] ~= ARGV[1] then return 'moved' end
redis.call('HSET', KEYS[1], 'state', 'orphaned', 'tail', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
for index = 3, #KEYS do redis.call('PEXPIRE', KEYS[index], ARGV[3]) end
redis.call('PUBLISH', ARGV[4], ARGV[1] .. ' orphaned\\n' .. ARGV[2])
return 'orphaned'
`
