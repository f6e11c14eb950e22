Dear teacher,
I did not finish this one. It's "hard
) } ]
