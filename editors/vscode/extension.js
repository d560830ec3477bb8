// Starts `strategies lsp` for the window, and `strategies preview` beside a page.
"use strict";
const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");
const { findCommand } = require("./command");
const { startPreview } = require("./preview");

const LANGUAGES = ["markdown", "yaml", "toml"];
let client;
let running;

function command() {
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath);
  return findCommand(folders, vscode.workspace.getConfiguration("strategies").get("command"));
}

async function start() {
  const server = { command: command(), args: ["lsp"] };
  const documentSelector = LANGUAGES.map((language) => ({ scheme: "file", language }));
  client = new LanguageClient("strategies", "Strategies", server, { documentSelector });
  try {
    await client.start();
  } catch (error) {
    const install = "Install it with: pip install 'strategy-pipeline[lsp]'";
    vscode.window.showErrorMessage(`\`${server.command} lsp\` did not start. ${install}`);
  }
}

async function stop() {
  await client?.dispose();
  client = undefined;
}

function endPreview() {
  running?.kill();
  running = undefined;
}

function preview() {
  const page = vscode.window.activeTextEditor?.document.uri.fsPath;
  if (!page) return;
  endPreview();
  const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  running = startPreview(
    command(),
    page,
    (address) => vscode.commands.executeCommand("simpleBrowser.api.open", vscode.Uri.parse(address), column),
    (trouble) => vscode.window.showErrorMessage(`The preview did not start. ${trouble}`),
  );
}

exports.activate = async (context) => {
  context.subscriptions.push(
    vscode.commands.registerCommand("strategies.restart", async () => {
      await stop();
      await start();
    }),
    vscode.commands.registerCommand("strategies.preview", preview),
  );
  await start();
};

exports.deactivate = async () => {
  endPreview();
  await stop();
};
