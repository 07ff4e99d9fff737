namespace OrderLedger.Api.Ledger.Schema;

/// <summary>The rights that the role of a server needs: the grants of docs/operating.md.</summary>
internal static class ServingRole
{
    private const int NamedMax = 5;

    /// <exception cref="SchemaException">The role lacks a right; the message names some of them.</exception>
    public static async Task Assert(NpgsqlDataSource database, CancellationToken stop)
    {
        var missing = await Missing(database, stop);
        if (missing.Count > 0)
            throw new SchemaException(Sentence(missing));
    }

    /// <summary>The rights it lacks, e.g. "insert on ol_leaf".</summary>
    public static Task<List<string>> Missing(NpgsqlDataSource database, CancellationToken stop) => database.Query(r => r.GetString(0),
        """
        select wanted.needed || ' on ' || wanted.name
          from (values ('insert', 'mt_events'), ('insert', 'ol_leaf'), ('insert', 'ol_entry'), ('insert', 'ol_tree_part'), ('insert', 'ol_checkpoint'),
                       ('update', 'mt_streams'), ('update', 'mt_doc_order'), ('update', 'mt_doc_order_details'), ('update', 'ol_kpi'),
                       ('update', 'ol_kpi_source'), ('update', 'ol_duplicate'), ('update', 'ol_store'), ('update', 'ol_key'), ('update', 'ol_projection'),
                       ('update', 'ol_rebuild'), ('update', 'ol_proof_key'), ('insert', 'ol_idempotency'), ('delete', 'ol_idempotency'),
                       ('delete', 'ol_rejected_push'), ('delete', 'ol_rebuild_part'), ('delete', 'ol_saved_view'), ('delete', 'ol_shop'),
                       ('delete', 'ol_subscription'), ('delete', 'ol_delivery'), ('delete', 'ol_shop_order'), ('delete', 'ol_alert'),
                       ('delete', 'ol_alert_setting'), ('delete', 'ol_mail'), ('update', 'mt_event_progression'),
                       ('insert', 'mt_doc_deadletterevent'), ('insert', 'mt_high_water_skips'),
                       ('references', 'mt_doc_deadletterevent'), ('references', 'mt_event_progression'),
                       ('references', 'mt_event_projection_floors'), ('references', 'mt_high_water_skips')) as wanted (needed, name)
         where not has_table_privilege('ledger.' || wanted.name, wanted.needed)
        """, stop);

    /// <summary>Says which are missing and how to mend it.</summary>
    public static string Sentence(List<string> missing) => $"The role lacks {string.Join(", ", missing.Take(NamedMax))}"
        + $"{(missing.Count > NamedMax ? $" and {missing.Count - NamedMax} rights more" : "")}. Give the grants of docs/operating.md.";
}
