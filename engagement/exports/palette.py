"""The colours of workbooks and slides, as #RRGGBB. Lightness tells the series apart too, for those who see no hue."""

ACCENT, TINT, RULE, WARNING, QUIET, INK = "#0B5A7A", "#E7F0F4", "#C9D6DC", "#9B1C1C", "#52606D", "#1F2933"
SERIES = ("#9CC4D6", "#5B9BB8", "#0B5A7A", "#E0A458", "#B5651D", "#C9CED3")
