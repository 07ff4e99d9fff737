using OrderLedger.Api.Cli;

// No verb, or only settings such as --urls: serve. "dotnet run --project OrderLedger.Api -- --help" names the verbs.
return args is [] || (args[0].StartsWith('-') && args[0] is not ("-h" or "-?" or "--help" or "--version"))
    ? await Serve.Run(args)
    : await Verbs.Run(args);
