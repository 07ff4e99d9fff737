using OrderLedger.Api.Ledger.Alerting;

namespace OrderLedger.Api.Alerts;

/// <summary>Sends the mails that are due, oldest first. Servers share the work by claiming mails in the database.</summary>
internal sealed class MailSender(MailTable mails, MailPost post, MailSettings settings, ILogger<MailSender> log)
    : Recurring(TimeSpan.FromSeconds(2))
{
    private bool isInTrouble;

    protected override bool BeginsAtOnce => true;

    public override async Task Round(CancellationToken stoppingToken)
    {
        while (await mails.Claim(stoppingToken) is { } mail)
        {
            var answer = await post.Send(mail, stoppingToken);
            var pause = settings.PauseAfter(mail.Attempts);
            var state = answer.IsSent ? Mail.Sent
                : answer.IsFinal || DateTimeOffset.UtcNow + pause > mail.Until ? Mail.GivenUp
                : Mail.Waiting;
            await mails.Mark(mail with { State = state, Answer = answer.Text }, pause, stoppingToken);
            if (state == Mail.GivenUp)
                log.MailGivenUp(mail.Id, mail.Store);
            Say(answer);
            // The others would find the same.
            if (answer.Trouble is not null)
                return;
        }
    }

    protected override void Say(Exception failure) => log.MailsNotRead(failure);

    // Once, not for each attempt.
    private void Say(MailAnswer answer)
    {
        if (answer.Trouble is { } why && !isInTrouble)
            log.MailNotTaken(why);
        else if (answer.IsSent && isInTrouble)
            log.MailTakenAgain();
        isInTrouble = answer.Trouble is not null || (isInTrouble && !answer.IsSent);
    }
}
