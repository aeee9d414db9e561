"""What both styles are built of: safe HTML, people, days, volumes and pages, links, words."""
