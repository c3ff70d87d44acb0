"""From a Release to a ReportModel, and from that to HTML and Excel."""
