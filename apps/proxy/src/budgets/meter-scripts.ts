/**
 * Takes from all budgets of a question in one step, or from none. A sum that nobody has counted yet
 * is asked for (`seed`); what was reserved by a replica that never came back is given up first.
 *
 * KEYS: for each budget its sum and its reservations.
 * ARGV: now, until, id; then for each budget limit, amount, forget at, seed ('' where unknown).
 */
export const takeScript = `
local now, till, id = tonumber(ARGV[1]), ARGV[2], ARGV[3]
local missing = {}
for i = 1, #KEYS, 2 do
  local at = 3 + (i - 1) * 2
  if redis.call('HEXISTS', KEYS[i], 'used') == 0 then
    if ARGV[at + 4] == '' then
      missing[#missing + 1] = tostring((i - 1) / 2)
    else
      redis.call('HSET', KEYS[i], 'used', ARGV[at + 4], 'reserved', '0')
      redis.call('DEL', KEYS[i + 1])
    end
  end
end
if #missing > 0 then return {'seed', unpack(missing)} end
for i = 1, #KEYS, 2 do
  local at = 3 + (i - 1) * 2
  for _, entry in ipairs(redis.call('ZRANGEBYSCORE', KEYS[i + 1], '-inf', now)) do
    redis.call('ZREM', KEYS[i + 1], entry)
    redis.call('HINCRBY', KEYS[i], 'reserved', '-' .. string.match(entry, '^%d+'))
  end
  local level = redis.call('HMGET', KEYS[i], 'used', 'reserved')
  if tonumber(level[1]) + tonumber(level[2]) + tonumber(ARGV[at + 2]) > tonumber(ARGV[at + 1]) then
    return {'over', tostring((i - 1) / 2), level[1], level[2]}
  end
end
local levels = {'ok'}
for i = 1, #KEYS, 2 do
  local at = 3 + (i - 1) * 2
  redis.call('HINCRBY', KEYS[i], 'reserved', ARGV[at + 2])
  redis.call('ZADD', KEYS[i + 1], till, ARGV[at + 2] .. ' ' .. id)
  redis.call('PEXPIREAT', KEYS[i], ARGV[at + 3])
  redis.call('PEXPIREAT', KEYS[i + 1], ARGV[at + 3])
  local level = redis.call('HMGET', KEYS[i], 'used', 'reserved')
  levels[#levels + 1] = level[1]
  levels[#levels + 1] = level[2]
end
return levels
`

/**
 * Puts what was used in the place of what was reserved. Said again after no answer came, it counts
 * only where the reservation is still there; a sum that is gone is told by the ledger anew.
 *
 * KEYS: for each budget its sum and its reservations.
 * ARGV: id, again ('1' or '0'); then for each budget what was reserved, what was used.
 */
export const settleScript = `
local id, again = ARGV[1], ARGV[2] == '1'
for i = 1, #KEYS, 2 do
  local at = 2 + (i - 1)
  local held = redis.call('ZREM', KEYS[i + 1], ARGV[at + 1] .. ' ' .. id)
  if redis.call('HEXISTS', KEYS[i], 'used') == 1 then
    if held == 1 then redis.call('HINCRBY', KEYS[i], 'reserved', '-' .. ARGV[at + 1]) end
    if held == 1 or not again then redis.call('HINCRBY', KEYS[i], 'used', ARGV[at + 2]) end
  end
end
return 'ok'
`
