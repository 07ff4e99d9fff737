using System.CommandLine;
using OrderLedger.Api.Ledger.Verifying;

namespace OrderLedger.Api.Cli;

/// <summary>doctor: looks for what endangers the ledger. Exit code 1 where something does.</summary>
internal static class DoctorVerb
{
    public static Command Make()
    {
        var verb = new Command("doctor", "Checks settings, rights, disk, clock and schema, and names every danger to the ledger.");
        verb.SetAction((_, stop) => Session.Run(async session =>
        {
            var findings = await session.Get<Checkup>().Run(stop);
            foreach (var finding in findings)
                Console.WriteLine($"{(finding.IsGood ? "ok  " : "BAD ")} {finding.What}: {finding.Text}");
            var bad = findings.Count(f => !f.IsGood);
            Console.WriteLine(bad == 0 ? "No danger to the ledger was found." : $"{bad} of {findings.Count} need attention.");
            return bad == 0 ? 0 : 1;
        }, stop, prepared: false));
        return verb;
    }
}
