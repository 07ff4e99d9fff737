namespace OrderLedger.Api.Cli;

/// <summary>Asks before something is done that cannot be undone.</summary>
internal static class Consent
{
    /// <param name="act">The act as an imperative, for example "Erase the personal data of order '1' of store 'shop'".</param>
    /// <param name="stop">Ends the waiting for an answer.</param>
    /// <exception cref="UsageException">Nobody is there to be asked: a script says --yes.</exception>
    public static async Task<bool> Given(string act, CancellationToken stop)
    {
        if (Console.IsInputRedirected)
            throw new UsageException($"{act}: this cannot be undone. Add --yes to do it, or --dry-run to only look.");
        await Console.Error.WriteAsync($"{act}? This cannot be undone. Type yes: ");
        if ((await Console.In.ReadLineAsync(stop))?.Trim() == "yes")
            return true;
        await Console.Error.WriteLineAsync("Nothing was done.");
        return false;
    }
}
