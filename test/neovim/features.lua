-- Asks the language server of a real Neovim what its users ask, and ends with the number of failures.
local failures, passed = 0, 0

local function expect(name, condition, seen)
  if condition then
    passed = passed + 1
    io.write("ok      " .. name .. "\n")
  else
    failures = failures + 1
    io.write("FAILED  " .. name .. ": " .. vim.inspect(seen) .. "\n")
  end
end

-- Runs a test, so that a mistake in one does not hide the others.
local function test(name, run)
  local fine, problem = pcall(run)
  if not fine then expect(name, false, problem) end
end

local clients_of = vim.lsp.get_clients or vim.lsp.get_active_clients

local function open(file)
  vim.cmd("edit " .. file)
  vim.wait(10000, function() return #clients_of({ bufnr = 0 }) > 0 end, 20)
end

-- Places the cursor on a text of the buffer.
local function put_cursor_on(text)
  for line, content in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local column = content:find(text, 1, true)
    if column then
      vim.api.nvim_win_set_cursor(0, { line, column })
      return
    end
  end
  error("the buffer has no " .. text)
end

local function ask(method, parameters)
  local answers, problem = vim.lsp.buf_request_sync(0, method, parameters, 10000)
  if not answers then error(method .. ": " .. tostring(problem)) end
  local _, answer = next(answers)
  if answer == nil then error(method .. ": nobody answers") end
  if answer.error or answer.err then error(method .. ": " .. vim.inspect(answer.error or answer.err)) end
  return answer.result
end

local function here() return vim.lsp.util.make_position_params(0, "utf-16") end

local function diagnostics_within(count)
  vim.wait(10000, function() return #vim.diagnostic.get(0) >= count end, 20)
  return vim.diagnostic.get(0)
end

local function buffer() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n") end

open("policy/nordlys.routing-policy.yaml")

test("attaches", function()
  expect("attaches", #clients_of({ bufnr = 0 }) > 0, "no client")
end)

test("hover", function()
  put_cursor_on("ticket-summaries:")
  local hover = ask("textDocument/hover", here())
  expect("hover shows the route", hover and vim.inspect(hover):find("gpt-5.5@azure-swedencentral", 1, true), hover)
end)

test("definition", function()
  put_cursor_on("gpt-5.5@azure-swedencentral")
  local places = ask("textDocument/definition", here())
  expect("definition is in the catalog", vim.inspect(places):find("nordlys.catalog.yaml", 1, true), places)
end)

test("completion", function()
  put_cursor_on("gpt-5.5@azure-swedencentral")
  local items = ask("textDocument/completion", here())
  expect("completion offers deployments", vim.inspect(items):find("claude-haiku-4.5@bedrock-eu-central-1", 1, true), items)
end)

test("symbols", function()
  local symbols = ask("textDocument/documentSymbol", { textDocument = vim.lsp.util.make_text_document_params() })
  expect("symbols are there", symbols and #symbols > 0, symbols)
end)

test("rename", function()
  put_cursor_on("ticket-summaries:")
  local parameters = here()
  parameters.newName = "ticket-digests"
  local edit = ask("textDocument/rename", parameters)
  vim.lsp.util.apply_workspace_edit(edit, "utf-16")
  expect("rename changes the policy", buffer():find("ticket-digests:", 1, true) and not buffer():find("ticket-summaries:", 1, true), buffer())
  vim.cmd("edit benchmarks/nordlys.benchmark.yaml")
  expect("rename changes other files", buffer():find("ticket-digests", 1, true) or not buffer():find("ticket-summaries", 1, true), buffer())
  vim.cmd("buffer policy/nordlys.routing-policy.yaml")
end)

test("formatting", function()
  put_cursor_on("businessUnit: support")
  vim.api.nvim_set_current_line(vim.api.nvim_get_current_line() .. "   ")
  vim.lsp.buf[vim.lsp.buf.format and "format" or "formatting_sync"](vim.lsp.buf.format and { async = false } or nil)
  expect("formatting takes trailing blanks away", not buffer():find("support   \n", 1, true), vim.api.nvim_get_current_line())
end)

test("diagnostics and a quick fix", function()
  put_cursor_on("gpt-5.5@azure-swedencentral")
  local line = vim.api.nvim_get_current_line()
  vim.api.nvim_set_current_line((line:gsub("gpt%-5%.5@azure", "gpt-5.6@azure")))
  local found
  vim.wait(10000, function()
    found = vim.tbl_filter(function(one) return one.code == "link.unknown-id" end, vim.diagnostic.get(0))
    return #found > 0
  end, 20)
  expect("a misspelt id is a diagnostic", #found > 0, vim.diagnostic.get(0))
  local parameters = vim.lsp.util.make_range_params(0, "utf-16")
  parameters.context = { diagnostics = {} }
  local actions = ask("textDocument/codeAction", parameters)
  local fix
  for _, action in ipairs(actions or {}) do
    if action.isPreferred then fix = action end
  end
  expect("with a preferred fix", fix ~= nil, actions)
  if fix and not fix.edit then fix = ask("codeAction/resolve", fix) end
  vim.lsp.util.apply_workspace_edit(fix.edit, "utf-16")
  expect("that puts it right", not buffer():find("gpt-5.6@azure", 1, true), buffer())
end)

test("code", function()
  open("services/support/src/summarise.ts")
  local found = diagnostics_within(1)
  expect("a direct vendor client is a diagnostic", found[1] and tostring(found[1].code):find("^code%.") ~= nil, found)
end)

io.write(passed .. " passed, " .. failures .. " failed\n")
vim.cmd(failures == 0 and "qall!" or "cquit!")
