namespace OrderLedger.Api.Cli;

/// <summary>The person who calls a verb: the name that is recorded, and the command that is told to this person.</summary>
internal static class Operator
{
    public static readonly Sender Here = new(Environment.UserName, "cli");

    /// <summary>A whole command, ready to be copied into a shell. A verb alone would start another program there, or none.</summary>
    /// <param name="words">The verb and its options.</param>
    public static string Command(string words) => $"{Program} {words}";

    private static string Program => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) != "dotnet"
        ? path
        : $"dotnet {Environment.GetCommandLineArgs()[0]}";
}
