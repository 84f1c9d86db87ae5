/** The part of the sandbox that is easiest said in Lua. Runs once in each Lua, before any script. */

/**
 * Gets our libraries, the guarded functions and `hide`. Returns what libraries see as globals, the handler that gives
 * errors their position, what `getmetatable` shows of strings and of globals, the real globals and their stand-in, and a
 * function that is told whether the code of a library runs: that sees nothing but what it registers its functions with.
 */
export const PRELUDE = `
local libraries, guards, hide = ...
local register = libraries.functions.register_function
libraries.functions = nil
local error, setmetatable, tostring, type, getinfo = error, setmetatable, tostring, type, debug.getinfo
local rawset, pairs, getmetatable, concat, byte = rawset, pairs, getmetatable, table.concat, string.byte
local select = select

local function readonly(real)
  local shown = {}
  setmetatable(shown, {
    __index = real,
    __newindex = function() error('Attempt to modify a readonly table', 2) end,
  })
  hide(shown, real)
  return shown
end

local globals = {}
for _, name in pairs({
  'assert', 'collectgarbage', 'error', 'gcinfo', 'rawequal', 'select', 'tonumber', 'tostring', 'type',
  'unpack', 'xpcall', '_VERSION',
}) do globals[name] = _G[name] end
for name, run in pairs(guards) do globals[name] = run end
for _, name in pairs({ 'coroutine', 'math', 'string', 'table' }) do
  local copy = libraries[name] or {}
  for key, value in pairs(_G[name]) do if copy[key] == nil then copy[key] = value end end
  libraries[name] = copy
end

local use = libraries.cjson.use
libraries.cjson.use = nil
local json = {}
for name, value in pairs(libraries.cjson) do json[name] = value end
local function new()
  local options, made = { 0, 0, 0, 0, 0, 0 }, { new = new }
  for name, value in pairs(json) do
    made[name] = value
    if type(value) == 'function' then
      made[name] = function(...)
        use(options)
        return value(...)
      end
    end
  end
  return made
end
libraries.cjson.new, json.new = new, new

globals.os = readonly({ clock = os.clock })
for name, library in pairs(libraries) do globals[name] = readonly(library) end
globals.server = globals.redis

local loadstring = guards.loadstring
function globals.load(read, name)
  if type(read) ~= 'function' then
    error("bad argument #1 to 'load' (function expected, got " .. type(read) .. ')', 2)
  end
  local parts = {}
  while true do
    local part = read()
    if part == nil or part == '' then break end
    if type(part) ~= 'string' then return nil, 'reader function must return a string' end
    parts[#parts + 1] = part
    if (byte(parts[1]) == 27) then break end
  end
  return loadstring(concat(parts), name or '=(load)')
end

local standIn = readonly(globals)
globals._G = standIn
local function missing(...)
  local _, name = ...
  if select('#', ...) ~= 2 then error('Wrong number of arguments to luaProtectedTableError', 2) end
  if type(name) ~= 'string' and type(name) ~= 'number' then
    error('Second argument to luaProtectedTableError must be a string or number', 2)
  end
  error("Script attempted to access nonexistent global variable '" .. name .. "'", 2)
end
setmetatable(globals, { __index = missing })
local ofGlobals = readonly({ __index = missing })
local strings = readonly({ __index = globals.string })

local function handler(err)
  local level = 2
  local where = getinfo(level, 'Sl')
  while where and (where.what == 'C' or where.source == '=prelude') do
    level = level + 1
    where = getinfo(level, 'Sl')
  end
  if type(err) ~= 'table' then err = { err = 'ERR ' .. tostring(err) } end
  if where then
    rawset(err, 'source', where.source)
    rawset(err, 'line', where.currentline)
  end
  return err
end

local inLibraries = {}
for name, value in pairs(globals) do inLibraries[name] = value end
local redis = {}
for name, value in pairs(libraries.redis) do redis[name] = value end
redis.breakpoint, redis.debug, redis.replicate_commands = nil, nil, nil
inLibraries.redis = readonly(redis)
inLibraries.server = inLibraries.redis
setmetatable(inLibraries, getmetatable(globals))
local libraryStandIn = readonly(inLibraries)
inLibraries._G = libraryStandIn

local atLoad = { register_function = register }
for name, value in pairs(redis) do
  if name == 'log' or name:find('^LOG_') or name:find('^REDIS_') then atLoad[name] = value end
end
setmetatable(atLoad, getmetatable(globals))
local shown = readonly(atLoad)
local whileLoading = setmetatable({ redis = shown, server = shown }, getmetatable(globals))
local function load(isLoading)
  getmetatable(libraryStandIn).__index = isLoading and whileLoading or inLibraries
end
return libraryStandIn, handler, strings, ofGlobals, globals, standIn, load
`;
