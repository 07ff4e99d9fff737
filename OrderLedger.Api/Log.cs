
namespace OrderLedger.Api;

/// <summary>Every log message of the product. None carries a key, a signature, a body or anything about a customer.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A batch of {Count} pushes failed and is now tried in halves")]
    public static partial void BatchSplit(this ILogger log, Exception failure, int count);

    [LoggerMessage(2, LogLevel.Error, "A push to {Stream} failed")]
    public static partial void PushFailed(this ILogger log, Exception failure, StreamKey stream);

    [LoggerMessage(3, LogLevel.Warning, "Pushes are told to come again. {Why}")]
    public static partial void LedgerUnavailable(this ILogger log, string why);

    [LoggerMessage(4, LogLevel.Warning, "Old idempotency rows could not be swept; the next sweep tries again")]
    public static partial void SweepFailed(this ILogger log, Exception failure);

    [LoggerMessage(5, LogLevel.Warning, "Stores and keys could not be read anew; those last read stay in force. {Why}")]
    public static partial void KeysNotRead(this ILogger log, Exception? failure, string why);

    [LoggerMessage(6, LogLevel.Error, "{Request} failed, request {RequestId}")]
    public static partial void RequestFailed(this ILogger log, Exception failure, string request, string requestId);

    [LoggerMessage(7, LogLevel.Information, "{Request} was answered {Status} to {Actor} in {ElapsedMs} ms, request {RequestId}")]
    public static partial void Refused(this ILogger log, string request, int status, string actor, double elapsedMs, string requestId);

    [LoggerMessage(8, LogLevel.Debug, "{Request} was answered {Status} to {Actor} in {ElapsedMs} ms, request {RequestId}")]
    public static partial void Answered(this ILogger log, string request, int status, string actor, double elapsedMs, string requestId);

    [LoggerMessage(44, LogLevel.Information,
        "A delivery to {Path} was refused with {Status} and kept. The shop was answered 200, request {RequestId}")]
    public static partial void DeliveryKept(this ILogger log, string path, int status, string requestId);

    [LoggerMessage(45, LogLevel.Error, "Events could not be turned into webhook messages; the next round tries again")]
    public static partial void FanOutFailed(this ILogger log, Exception failure);

    [LoggerMessage(46, LogLevel.Error, "Messages of the webhook subscription {Subscription} could not be sent; the next round tries again")]
    public static partial void WebhooksNotSent(this ILogger log, Exception failure, Guid subscription);

    [LoggerMessage(48, LogLevel.Warning, "Old webhook deliveries could not be swept; the next sweep tries again")]
    public static partial void DeliveriesNotSwept(this ILogger log, Exception failure);

    [LoggerMessage(49, LogLevel.Error, "The webhook subscriptions could not be read; the next round tries again")]
    public static partial void SubscriptionsNotRead(this ILogger log, Exception failure);

    [LoggerMessage(47, LogLevel.Warning, "The webhook subscription {Subscription} is switched off: {Reason}")]
    public static partial void WebhookSwitchedOff(this ILogger log, Guid subscription, string reason);

    [LoggerMessage(69, LogLevel.Error, "It could not be looked for what to alert people of; the next round tries again")]
    public static partial void AlertsNotLookedFor(this ILogger log, Exception failure);

    [LoggerMessage(64, LogLevel.Error, "Mails could not be read or marked; the next round tries again")]
    public static partial void MailsNotRead(this ILogger log, Exception failure);

    [LoggerMessage(65, LogLevel.Warning, "The mail server does not take mail: {Why}. Each mail is tried again for days")]
    public static partial void MailNotTaken(this ILogger log, string why);

    [LoggerMessage(66, LogLevel.Information, "The mail server takes mail again")]
    public static partial void MailTakenAgain(this ILogger log);

    [LoggerMessage(67, LogLevel.Warning, "Mail {Mail} of store {Store} was given up. GET /api/alerts says why")]
    public static partial void MailGivenUp(this ILogger log, Guid mail, string store);

    [LoggerMessage(68, LogLevel.Warning, "Old mails could not be swept; the next sweep tries again")]
    public static partial void MailsNotSwept(this ILogger log, Exception failure);

    [LoggerMessage(9, LogLevel.Information, "Stopping: no longer ready; {Waiting} pushes still wait to be written")]
    public static partial void Stopping(this ILogger log, int waiting);

    [LoggerMessage(10, LogLevel.Information, "The ledger is back")]
    public static partial void LedgerBack(this ILogger log);

    [LoggerMessage(30, LogLevel.Warning, "Repeated pushes could not be counted in the database; they are kept and counted the next time")]
    public static partial void DuplicatesNotWritten(this ILogger log, Exception failure);

    [LoggerMessage(31, LogLevel.Error,
        "What is shown of {Store}/{Order} is not what its events say: {Field}. verify says more, rebuild mends it")]
    public static partial void Drifted(this ILogger log, string store, string order, string field);

    [LoggerMessage(32, LogLevel.Warning, "Nothing could be reconciled; the next round tries again")]
    public static partial void NotReconciled(this ILogger log, Exception failure);

    [LoggerMessage(40, LogLevel.Error, "The rebuild of {Projections} failed; the tables in use are as they were")]
    public static partial void RebuildFailed(this ILogger log, Exception failure, string projections);

    [LoggerMessage(41, LogLevel.Information,
        "Rebuilt {Projections} of store {Store} up to event {Head}; swapped at try {Tries}, pushes waited up to {HeldMs} ms")]
    public static partial void Rebuilt(this ILogger log, string projections, string store, long head, int tries, double heldMs);

    [LoggerMessage(42, LogLevel.Information, "This build makes other rows of {Projections}: they are rebuilt in the background")]
    public static partial void RebuildOfNewVersion(this ILogger log, string projections);

    [LoggerMessage(43, LogLevel.Warning, "The database is away; a rebuild under way goes on when it is back")]
    public static partial void RebuildInterrupted(this ILogger log, Exception? failure);

    [LoggerMessage(20, LogLevel.Warning, "Old refused pushes could not be swept; the next sweep tries again")]
    public static partial void RejectedNotSwept(this ILogger log, Exception failure);

    [LoggerMessage(50, LogLevel.Error, "No checkpoint is signed: {Why}")]
    public static partial void NoCheckpoint(this ILogger log, string why);

    [LoggerMessage(51, LogLevel.Information, "Checkpoints are signed again")]
    public static partial void CheckpointsGoOn(this ILogger log);

    [LoggerMessage(55, LogLevel.Information, "{Count} changes of store {Store} came by no webhook; they were asked for and taken in")]
    public static partial void ChangesMissed(this ILogger log, long count, string store);

    [LoggerMessage(56, LogLevel.Warning, "Store {Store}: {Why} It is asked again")]
    public static partial void ShopSilent(this ILogger log, string store, string why);

    [LoggerMessage(57, LogLevel.Warning, "The shops could not be asked; the next round tries again")]
    public static partial void ShopsNotAsked(this ILogger log, Exception failure);

    [LoggerMessage(60, LogLevel.Warning, "The ledger could not be followed; open pages are told what changed once it can")]
    public static partial void LiveFeedAway(this ILogger log, Exception? failure);

    [LoggerMessage(63, LogLevel.Warning, "The ledger could not be followed; who listens to the feed is told once it can")]
    public static partial void FeedAway(this ILogger log, Exception? failure);

    [LoggerMessage(61, LogLevel.Warning, "The identity provider signed nobody in: {Why}")]
    public static partial void NotSignedIn(this ILogger log, string why);

    [LoggerMessage(62, LogLevel.Warning, "The slow part of a report of {Store} was not read; it is tried again when it is asked for")]
    public static partial void ReportNotRead(this ILogger log, Exception failure, string store);
}
