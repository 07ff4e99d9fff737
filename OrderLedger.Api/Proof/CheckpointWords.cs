using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Proof;

/// <summary>Holds what several routes of checkpoints share.</summary>
internal static class CheckpointWords
{
    public static object Line(KeptCheckpoint c) => new { c.Size, root = Convert.ToHexStringLower(c.Root), time = c.MadeAt, c.Note };

    public static Reply Text(string text) => new(Encoding.UTF8.GetBytes(text), StatusCodes.Status200OK, "text/plain; charset=utf-8");

    public static IResult None(string size) => Problem.Of(404, $"There is no checkpoint of size {size}.");

    public static long? Size(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0 ? size : null;
}
