using System.CommandLine;
using System.Globalization;
using OrderLedger.Api.Storage;

namespace OrderLedger.Api.Cli;

internal static class VerifyVerb
{
    public static Command Make()
    {
        var verb = new Command("verify",
            "Folds every event anew and names each difference to what is shown. Changes nothing; exit code 1 when there is one.");
        verb.SetAction((_, stop) => Verbs.InSession(async session =>
        {
            var stores = (await session.Get<StoreTable>().All(stop)).ToDictionary(s => s.Store.Name, s => s.Store);
            var verified = await session.Get<Verify>().Run(stores, Show, stop);
            if (!Console.IsErrorRedirected)
                Console.Error.Write("\r");
            foreach (var fault in verified.Faults)
                Console.WriteLine(fault);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{verified.Events} events of {verified.Orders} orders, {verified.KpiCells} KPI cells: {Found(verified.Faults.Count)}."));
            return verified.Faults.Count == 0 ? 0 : 1;
        }, stop));
        return verb;
    }

    private static string Found(int faults) => faults switch
    {
        0 => "view = fold, KPI = recount",
        1 => "1 difference",
        _ => $"{faults} differences",
    };

    private static void Show(long events)
    {
        if (!Console.IsErrorRedirected)
            Console.Error.Write($"\r{events} events ...");
    }
}
