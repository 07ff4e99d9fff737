using System.CommandLine;
using OrderLedger.Api.Ledger.Proving;

namespace OrderLedger.Api.Cli;

/// <summary>
/// proof checkpoint | keys | keys rotate | restart: the signed states of the ledger and what they are signed with (docs/proof.md).
/// </summary>
internal static class ProofVerb
{
    private static readonly Option<string> Reason = new("--reason") { Description = "The reason, which is recorded.", Required = true };

    public static Command Make()
    {
        var checkpoint = new Command("checkpoint", "Signs the ledger as it is now and prints the checkpoint.");
        checkpoint.SetAction((_, stop) => Session.Run(session => Checkpoint(session, stop), stop));
        var rotate = new Command("rotate", "Makes a new signing key. The old public key stays, because it is needed for what it signed.");
        rotate.SetAction((_, stop) => Session.Run(session => Rotate(session, stop), stop));
        var keys = new Command("keys", "Prints the public keys of all checkpoints, old and new.") { rotate };
        keys.SetAction((_, stop) => Session.Run(session => Keys(session, stop), stop));
        var restart = new Command("restart",
            "For use after an older backup was restored: moves the old checkpoints aside and begins a new line of checkpoints.") { Reason };
        restart.SetAction((call, stop) => Session.Run(session => Restart(call.GetRequiredValue(Reason), session, stop), stop));
        return new Command("proof", "Checkpoints, and the keys they are signed with.") { checkpoint, keys, restart };
    }

    private static async Task<int> Checkpoint(Session session, CancellationToken stop)
    {
        if (await session.Get<Checkpointer>().Make(stop) is not { } latest)
            throw new UsageException("The ledger is empty: there is nothing to sign.");
        Console.Write(latest.Note);
        return 0;
    }

    private static async Task<int> Keys(Session session, CancellationToken stop)
    {
        Console.Write(SigningKeys.Text(await session.Get<SigningKeys>().All(stop)));
        return 0;
    }

    private static async Task<int> Rotate(Session session, CancellationToken stop)
    {
        var made = await session.Get<SigningKeys>().Rotate(session.Get<Actions>(), Operator.Here, stop);
        Console.Write(SigningKeys.Text([made]));
        return 0;
    }

    private static async Task<int> Restart(string reason, Session session, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(reason))
            throw new UsageException("--reason takes the reason.");
        if (await IsInOrder(session, stop))
            throw new UsageException("The checkpoints are in order. No restart is needed.");
        var aside = await session.Get<Checkpointer>().Restart(session.Get<Actions>(), (reason, Operator.Here), stop);
        Console.WriteLine(aside is null ? "There were no files of checkpoints." : $"The old files are now in {aside}.");
        Console.WriteLine("The next checkpoint begins a new line.");
        return 0;
    }

    private static async Task<bool> IsInOrder(Session session, CancellationToken stop)
    {
        try
        {
            return await session.Get<Checkpointer>().Make(stop) is not null;
        }
        catch (ProofException)
        {
            return false;
        }
    }
}
