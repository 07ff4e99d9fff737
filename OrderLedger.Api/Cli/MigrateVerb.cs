using System.CommandLine;
using OrderLedger.Api.Ledger.Schema;

namespace OrderLedger.Api.Cli;

internal static class MigrateVerb
{
    public static Command Make()
    {
        var verb = new Command("migrate", "Changes the database's schema to the version of this build. Needs the right to change the schema.");
        verb.SetAction((_, stop) => Session.Run(async session =>
        {
            var applied = await LedgerSchema.Migrate(session.Database.Source, stop);
            foreach (var name in applied)
                Console.WriteLine($"applied {name}");
            Console.WriteLine($"The schema is at version {LedgerSchema.Wanted}.");
            return 0;
        }, stop, prepared: false, makes: true));
        return verb;
    }
}
