using System.CommandLine;
using JasperFx.CodeGeneration;
using JasperFx.CodeGeneration.Model;
using OrderLedger.Api.LocalPostgres;

namespace OrderLedger.Api.Cli;

/// <summary>
/// For developers: writes the code by which Wolverine calls the endpoints into <c>OrderLedger.Api/Generated</c>. To be run when an endpoint
/// is new or takes other parameters. The word "codegen" on the command line tells Wolverine that the code may be missing.
/// </summary>
internal static class CodegenVerb
{
    private static readonly Argument<string> Folder = new("folder") { DefaultValueFactory = _ => "OrderLedger.Api/Generated" };

    public static Command Make()
    {
        var verb = new Command("codegen", "Writes the generated code of the endpoints.") { Hidden = true };
        verb.Arguments.Add(Folder);
        verb.SetAction((parsed, stop) => Write(Path.GetFullPath(parsed.GetRequiredValue(Folder)), stop));
        return verb;
    }

    // Nothing is started: neither the database nor a key is there.
    private static async Task Write(string folder, CancellationToken stop)
    {
        var scratch = Directory.CreateTempSubdirectory("orderledger-codegen-");
        try
        {
            var settings = new Settings { DataDirectory = scratch.FullName };
            await using var database =
                await Database.Open("Host=nowhere", new EmbeddedPostgresOptions { DataDirectory = scratch.FullName }, stop);
            var builder = WebApplication.CreateBuilder();
            builder.Logging.ClearProviders();
            App.AddLedger(builder.Services, settings, database);
            App.AddServer(builder, settings);
            await using var app = builder.Build();
            App.Map(app);

            var files = app.Services.GetServices<ICodeFileCollection>().ToArray();
            foreach (var collection in files)
                collection.Rules.GeneratedCodeOutputPath = folder;
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            new DynamicCodeBuilder(app.Services, files)
            { ServiceVariableSource = app.Services.GetRequiredService<IServiceVariableSource>() }
                .WriteGeneratedCode(Console.WriteLine);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }
}
