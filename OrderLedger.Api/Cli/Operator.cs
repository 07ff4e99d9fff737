namespace OrderLedger.Api.Cli;

/// <summary>Who calls a verb, as it is recorded with what the verb does.</summary>
internal static class Operator
{
    public static readonly Sender Here = new(Environment.UserName, "cli");
}
