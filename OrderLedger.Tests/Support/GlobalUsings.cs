// What most test files need. The browser tests share this file.
global using System.Net;
global using System.Text.Json.Nodes;
global using OrderLedger.Api.Ledger;
global using OrderLedger.Domain;
global using OrderLedger.Faults.Machines;
global using OrderLedger.Tests.Support;
global using Shouldly;
global using Xunit;
