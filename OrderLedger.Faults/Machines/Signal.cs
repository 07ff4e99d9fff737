using System.Globalization;

namespace OrderLedger.Faults.Machines;

/// <summary>Signals to processes that this program started, by their id.</summary>
internal static class Signal
{
    /// <summary>A process that has already ended is none of the caller's business.</summary>
    /// <param name="name">As kill(1) knows it, without SIG: KILL, STOP, CONT, TERM.</param>
    /// <param name="processes">Their ids.</param>
    public static Task Send(string name, params IEnumerable<int> processes) => Commands.Run(
        ["kill", $"-{name}", .. processes.Select(p => p.ToString(CultureInfo.InvariantCulture))], CancellationToken.None);

    /// <summary>Those that this one started and that still live.</summary>
    public static IReadOnlyList<int> ChildrenOf(int process)
    {
        var file = $"/proc/{process}/task/{process}/children";
        if (!File.Exists(file))
            return [];
        var ids = File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. ids.Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
    }
}
