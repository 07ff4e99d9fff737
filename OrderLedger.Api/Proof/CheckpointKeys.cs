using OrderLedger.Api.Ledger.Proving;
using static OrderLedger.Api.Proof.CheckpointWords;

namespace OrderLedger.Api.Proof;

/// <summary>Gives everybody the public keys that checkpoints are signed with.</summary>
[Tags("Proof")]
public static class CheckpointKeys
{
    private const string KeyPath = "/.well-known/orderledger-checkpoint-key";

    [WolverineGet(KeyPath)]
    public static async Task<IResult> Get(SigningKeys keys, CancellationToken stop)
    {
        var known = await keys.All(stop);
        return known.Count == 0
            ? Problem.Of(404, "There is no key yet: it is made with the first checkpoint.")
            : (IResult)Text(SigningKeys.Text(known));
    }
}
